"""What to keep of a correction, so that the conversion comes out as it was corrected, now and later."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from app.directory.wording.conversion import Converter, Kept
from app.directory.wording.segments import clauses, core

_Key = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence of the source, or the name."""

    source: str
    is_name: bool

    def by(self, converter: Converter) -> str:
        return converter.name(self.source) if self.is_name else converter.convert(self.source)


def learned(
    parts: Sequence[Part],
    wanted: Sequence[str],
    kept: Sequence[Kept],
    make: Callable[[Sequence[Kept]], Converter],
) -> list[Kept]:
    """The wordings under which each part comes out as wanted; of two parts alike, as the last is wanted.

    kept: those that hold so far; where a part is to come out otherwise, its own give way.
    A correction is kept for the clause it is in where that is enough, and else for the sentence: the smaller
    the piece, the longer it outlives changes around it.
    """
    holding = {(each.source, each.is_whole): each for each in kept}
    said = [part.by(make(kept)) for part in parts]
    changed = [(part, want) for part, want, now in zip(parts, wanted, said, strict=True) if want != now]
    for part, _want in changed:
        for key in _keys(part):
            holding.pop(key, None)
    for part, want in changed:
        for more in ([], *_finest_first(part, want, make(list(holding.values())))):
            trial = holding | {(each.source, each.is_whole): each for each in more}
            if part.by(make(list(trial.values()))) == want:
                holding = trial
                break
    for part, want in zip(parts, wanted, strict=True):
        # A clause that another sentence now has otherwise: this sentence keeps its own as a whole.
        if part.by(make(list(holding.values()))) != want:
            whole = _whole(part, want)
            holding[whole.source, True] = whole
    return list(holding.values())


def _keys(part: Part) -> Iterator[_Key]:
    for segment in (part.source, *clauses(part.source)):
        yield segment.strip(), True
        yield core(segment), True


def _finest_first(part: Part, want: str, machine: Converter) -> Iterator[list[Kept]]:
    here, there = clauses(part.source), clauses(want)
    if not part.is_name and len(here) == len(there):
        yield [
            Kept(core(source), core(wanted), True)
            for source, wanted in zip(here, there, strict=True)
            if core(source) and machine.convert(source) != wanted
        ]
    yield [_whole(part, want)]


def _whole(part: Part, want: str) -> Kept:
    return Kept(part.source.strip(), want.strip(), True)
