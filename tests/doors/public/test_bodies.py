"""What is sent to a form in another shape than a form."""

import pytest

DEEP = "[" * 20_000


@pytest.mark.parametrize("path", ["/en/ask", "/zh-hant/enquiries/", "/zh-hans/account/sign-in"])
@pytest.mark.parametrize(
    ("body", "kind"),
    [(DEEP, "application/json"), ('{"text": {"$gt": ""}}', "application/json"), ("step=send", "text/plain")],
)
def test_a_body_that_is_no_form_is_nobodys_answer(client, path, body, kind):
    answer = client.post(path, data=body, content_type=kind)

    assert answer.status_code < 500
    assert answer.status_code != 303
