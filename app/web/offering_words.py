"""What a firm says of its offerings, and what may be wrong with it, in words."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.directory.fees import FeeItem, FeeTerm
from app.directory.grid.cells import Fault
from app.directory.grid.events import ChangeKind
from app.directory.grid.planning import Fate
from app.directory.grid.tables import FileFault
from app.directory.models import Intake, Means
from app.matching.searches import Unlisted
from app.web.statuses import Status

#: How a firm does what it offers, as the firm itself is asked.
MEANS: Mapping[Means | None, LazyString] = {
    None: _l("not stated"),
    Means.OWN: _l("own entity"),
    Means.PARTNER: _l("through a partner"),
    Means.ADVICE: _l("advice only"),
}

INTAKE: Mapping[Intake, Status] = {
    Intake.OPEN: Status(_l("takes mandates"), "on"),
    Intake.WAITING: Status(_l("waiting list"), "past"),
    Intake.CLOSED: Status(_l("takes no new mandates"), "past"),
}

FEE_ITEM: Mapping[FeeItem, LazyString] = {
    FeeItem.ANNUAL: _l("yearly fee"),
    FeeItem.PRODUCT: _l("each product"),
    FeeItem.UPDATE: _l("update of documents"),
    FeeItem.RELEASE: _l("release of the role"),
}

FEE_TERM: Mapping[FeeTerm, LazyString] = {
    FeeTerm.INCLUDED: _l("included"),
    FeeTerm.EXTRA: _l("charged extra"),
    FeeTerm.ASK: _l("on request"),
}

#: What is wrong with what a firm says of an offering.
CELL_FAULT: Mapping[Fault, LazyString] = {
    Fault.NO_SUCH_SERVICE: _l("There is no service with this code."),
    Fault.NO_SUCH_MARKET: _l("There is no market with this code."),
    Fault.NO_SUCH_PAIR: _l("This service does not exist in this market."),
    Fault.NO_PARTNER: _l("Name the partner through whom you act."),
    Fault.TOO_LONG: _l("This is too long. Please shorten it."),
    Fault.NO_SUCH_SECTOR: _l("There is no kind of product with this code."),
    Fault.NO_SECTOR_LEFT: _l("That leaves no kind of product at all."),
    Fault.NO_SUCH_LANGUAGE: _l("There is no language with this code."),
    Fault.PAST: _l("Give a day that has not passed."),
    Fault.TOO_FAR: _l("Give a day within a year from now."),
    Fault.FORMULA: _l("This looks like a formula. Formulas are not read; write the value itself."),
    Fault.NOT_A_CHOICE: _l("This is none of the words that the column may hold."),
    Fault.NOT_A_DAY: _l("Give a day as year, month and day."),
    Fault.TWICE: _l("Another row speaks of the same offering; only the first is read."),
    Fault.OTHER_FIRM: _l("This row is about another firm."),
}

CELL_CHANGE: Mapping[ChangeKind, LazyString] = {
    ChangeKind.ADDED: _l("offered from then on"),
    ChangeKind.CHANGED: _l("changed"),
    ChangeKind.CONFIRMED: _l("confirmed by the firm"),
    ChangeKind.LAPSED: _l("not confirmed in time: it stopped answering searches"),
    ChangeKind.REMOVED: _l("no longer offered"),
}

#: Why an offering puts its firm on no shelf of the directory.
UNLISTED: Mapping[Unlisted, LazyString] = {
    Unlisted.NOT_PUBLIC: _l("your listing is not public"),
    Unlisted.UNCONFIRMED: _l("you have not confirmed this offering in time"),
    Unlisted.EVIDENCE_LAPSED: _l("the evidence it rested on has lapsed"),
    Unlisted.NO_SECTOR: _l("this offering names no kind of product"),
    Unlisted.OTHER_PRODUCTS: _l("this offering is for other products"),
}

#: Why a file of offerings is not read at all.
FILE_FAULT: Mapping[FileFault, LazyString] = {
    FileFault.EMPTY: _l("The file is empty."),
    FileFault.KIND: _l("The file is neither CSV nor XLSX, whatever its name says."),
    FileFault.SIZE: _l("The file is too large: 5 MB at most."),
    FileFault.BOMB: _l("The file unpacks to far more than its size says."),
    FileFault.MACROS: _l("The file carries programs (macros)."),
    FileFault.BROKEN: _l("The file is broken and cannot be read."),
    FileFault.TOO_MANY_ROWS: _l("The file has more than 10,000 rows. Please split it."),
    FileFault.NO_HEAD: _l("The first row must name the columns, “service” and “market” among them."),
}

#: What becomes of a row of such a file.
ROW_FATE: Mapping[Fate, Status] = {
    Fate.ADDED: Status(_l("new"), "on"),
    Fate.CHANGED: Status(_l("changed"), "on"),
    Fate.SAME: Status(_l("as it is"), "past"),
    Fate.KEPT: Status(_l("kept as confirmed"), "past"),
    Fate.REFUSED: Status(_l("not taken"), "act"),
}
