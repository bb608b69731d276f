"""What arrives damaged: a sentence in the reader's language, and nothing kept."""

import pytest
from sqlalchemy import func, select

from app.enquiries.models import Enquiry
from app.kernel.db import db

SENTENCE = {"en": "could not be read", "zh-hant": "無法讀取", "zh-hans": "无法读取"}
DAMAGED = {
    "NUL": b"text=UK\x00RP",
    "escaped NUL": b"text=UK%00RP",
    "broken UTF-8": b"text=%ff%fe",
    "raw broken UTF-8": b"text=\xe4\xb8",
    "lone surrogates": b"text=%ed%a0%80",
}


@pytest.mark.parametrize("language", SENTENCE)
@pytest.mark.parametrize("body", DAMAGED.values(), ids=DAMAGED)
@pytest.mark.parametrize("path", ["ask", "enquiries/", "account/sign-in"])
def test_a_damaged_form_is_answered_with_a_sentence(client, language, body, path):
    answer = client.post(f"/{language}/{path}", data=body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 400
    assert SENTENCE[language] in answer.text
    assert db.session.scalar(select(func.count()).select_from(Enquiry)) == 0


@pytest.mark.parametrize("query", ["q=%00", "q=%ff", "market=uk%00", "page=%ed%a0%80"])
def test_a_damaged_query_is_answered_with_a_sentence(client, query):
    answer = client.get(f"/zh-hant/firms/?{query}")

    assert answer.status_code == 400
    assert SENTENCE["zh-hant"] in answer.text


@pytest.mark.parametrize(
    "path", ["/en/firms/demo%00", "/en/articles/x%00", "/en/markets/%ff", "/en/firms/a%0d%0ab"]
)
def test_a_damaged_address_leads_nowhere(client, path):
    assert client.get(f"/en/{path}").status_code == 404
