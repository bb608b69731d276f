"""Files of evidence go some time after it has ended; those that still prove something stay."""

from datetime import timedelta

import pytest

from app.directory.credentials import actions
from app.directory.credentials.models import Credential
from app.directory.logos import keep_logo, logo_of
from app.kernel.db import db, transaction
from app.kernel.file_kinds import Given
from app.kernel.files import files
from app.kernel.pictures import Picture, PictureKind
from app.privacy.keeping import keep_to_retention
from app.privacy.retention import retention
from tests.factories import make_firm, make_member
from tests.factories.evidence import make_credential
from tests.factories.keeping import NOON

DAY = timedelta(days=1)


def with_file(firm) -> tuple[Credential, str]:
    made = make_credential(firm, is_submitted=False)
    with transaction():
        actions.attach_files(made, [Given("licence.pdf", b"%PDF-1.7")], at=NOON)
    return made, made.files[0].file


def test_the_files_of_what_was_withdrawn_go_after_their_time_and_no_others(database):
    firm = make_firm()
    (gone, key), (kept, other) = with_file(firm), with_file(firm)
    with transaction():
        actions.withdraw(gone, by=make_member(firm).id, at=NOON)
    last = NOON + retention().credential_file
    assert keep_to_retention(at=last - DAY).files == 0
    assert keep_to_retention(at=last).files == 1
    db.session.expire_all()
    assert gone.files == []
    with pytest.raises(FileNotFoundError):
        files().open(key)
    files().open(other).close()
    assert len(kept.files) == 1


def test_no_file_that_a_credential_or_a_logo_names_is_an_orphan(database):
    firm = make_firm()
    _made, key = with_file(firm)
    with transaction():
        keep_logo(firm.id, Picture(PictureKind.PNG, 1, 1, b"picture"), at=NOON)
    logo = logo_of(firm.id).file
    keep_to_retention(at=NOON + 3650 * DAY)
    for each in (key, logo):
        files().open(each).close()
