"""Words for what the taxonomy keeps as codes without names of their own."""

from collections.abc import Iterable

from flask_babel import gettext as _

from app.directory.models import Basis, Means
from app.taxonomy.models import Binding, Grade, Requirement
from app.web.languages import current_language
from app.web.reasons import basis_words

__all__ = ["Words", "basis_words"]


class Words:
    """Handed to the components that show requirements and offerings."""

    def kind(self, kind: str) -> str:
        """What sort of duty it is."""
        words = {
            "representative": _("Representative in the market"),
            "authorisation": _("Authorisation before sale"),
            "authorisation_holder": _("Holder of the authorisation"),
            "registration": _("Registration"),
            "notification": _("Notification"),
            "importer": _("Importer"),
            "quality": _("Quality system"),
            "post_market": _("After placing on the market"),
            "labelling": _("Labelling"),
            "compliance_role": _("Named responsible role"),
            "enforcement": _("Measures at the border and by authorities"),
            "advice": _("Advice from the authority"),
        }
        return words.get(kind, kind)

    def kinds(self, rules: Iterable[Requirement]) -> list[str]:
        """What sorts of duties they are, each once."""
        return list(dict.fromkeys(self.kind(each.kind) for each in rules))

    def binding(self, binding: Binding) -> str:
        words = {
            Binding.MANDATORY: _("mandatory"),
            Binding.OPTIONAL: _("optional"),
            Binding.ALTERNATIVE: _("one of two ways"),
            Binding.VOLUNTARY: _("voluntary scheme"),
        }
        return words[binding]

    def grade(self, grade: Grade) -> str:
        """What a requirement rests on."""
        words = {
            Grade.OFFICIAL: _("Checked against official text"),
            Grade.FAITHFUL_COPY: _("Checked against a faithful copy of official text"),
            Grade.SECONDARY: _("Unconfirmed: only secondary sources were read"),
            Grade.NOTHING: _("Unconfirmed: no source was read"),
        }
        return words[grade]

    def basis(self, basis: Basis) -> str:
        """On whose word an offering stands."""
        return basis_words(basis)

    def means(self, means: Means | None) -> str:
        """How a firm does what it offers."""
        words = {
            Means.OWN: _("own entity"),
            Means.PARTNER: _("through a partner"),
            Means.ADVICE: _("advice only"),
        }
        return words[means] if means else _("how it acts is not stated")

    def means_in_brief(self, means: Means) -> str:
        """The same in a word, for narrow columns."""
        return {Means.OWN: _("own"), Means.PARTNER: _("partner"), Means.ADVICE: _("advice")}[means]

    @property
    def comma(self) -> str:
        """Between a statement and its date."""
        return "，" if current_language().is_chinese else ", "


def family_words() -> dict[str, str]:
    """Families of services in a word, for the heads of narrow columns."""
    return {
        "representation": _("Agent"),
        "importer": _("Importer"),
        "market_authorisation": _("Approval"),
        "registration": _("Register"),
        "quality": _("Quality"),
        "labelling": _("Label"),
        "post_market": _("After sale"),
        "clinical": _("Clinical"),
        "strategy": _("Strategy"),
        "enforcement": _("Border"),
        "technology": _("Tools"),
        "training": _("Training"),
    }
