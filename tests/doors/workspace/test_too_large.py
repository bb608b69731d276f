"""An upload of two gigabytes is refused by its length, in words, without being read."""

import io

import pytest

from tests.doors.visitors import signed_in
from tests.factories import make_firm, make_member

TWO_GIGABYTES = 2 * 1024**3
FORM = "multipart/form-data; boundary=xx"


class Counted(io.RawIOBase):
    """A body without end that knows how much of it was read."""

    read_so_far = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, _offset: int, _whence: int = 0) -> int:
        return 0

    def readinto(self, buffer) -> int:
        self.read_so_far += len(buffer)
        buffer[:] = b"x" * len(buffer)
        return len(buffer)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "fewer and smaller files"), ("zh-hant", "檔案"), ("zh-hans", "文件")],
)
@pytest.mark.parametrize("page", ["evidence/new", "logo"])
def test_it_is_refused_without_being_read_in_the_readers_language(app, database, page, language, sentence):
    client = signed_in(app, make_member(make_firm(slug="theirs")))
    body = Counted()
    answer = client.post(
        f"/{language}/workspace/theirs/{page}",
        input_stream=body,
        environ_overrides={"CONTENT_LENGTH": str(TWO_GIGABYTES)},
        content_type=FORM,
    )
    assert answer.status_code == 413
    assert sentence in answer.text
    assert body.read_so_far == 0
