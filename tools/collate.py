#!/usr/bin/env python3
"""Write app/i18n/han anew: the order of Chinese characters by sound and by strokes, from ICU.

``make collate`` runs it, after a new version of ICU has been pinned. The portal reads the lists alone, so
that no machine it runs on needs ICU.
"""

from pathlib import Path

from icu import ICU_VERSION, AlphabeticIndex, Collator, Locale

FOLDER = Path(__file__).resolve().parents[1] / "app/i18n/han"
#: The common ideographs, those of extension A and those kept for compatibility.
HAN = [
    chr(code)
    for first, last in ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))
    for code in range(first, last + 1)
]
ORDERS = {"pinyin": "zh-u-co-pinyin", "stroke": "zh-Hant-u-co-stroke"}


def write(name: str, tag: str) -> int:
    locale = Locale.forLanguageTag(tag)
    collator, index = Collator.createInstance(locale), AlphabeticIndex(locale)
    labels = []
    while index.nextBucket():
        labels.append(index.bucketLabel.removesuffix("劃"))
    found: dict[str, list[str]] = {}
    for character in sorted(HAN, key=collator.getSortKey):
        label = labels[index.getBucketIndex(character)]
        if label != "…":
            found.setdefault(label, []).append(character)
    lines = [
        f"# CLDR, by ICU {ICU_VERSION}: what a character is looked up under, then all of these in order."
    ]
    lines += [f"{label}\t{''.join(characters)}" for label, characters in found.items()]
    (FOLDER / f"{name}.txt").write_text("\n".join(lines) + "\n")
    return sum(map(len, found.values()))


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, tag in ORDERS.items():
        print(f"{name}: {write(name, tag)} characters")
