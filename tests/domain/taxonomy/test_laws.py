"""Laws have names in the reader's language, and every citation of the seed finds its law."""

import pytest
import yaml

from app.console.seeding import SEED
from app.i18n.languages import EN, ZH_HANS, ZH_HANT
from app.kernel.text import has_han
from app.taxonomy.laws import cited, law_of


def citations() -> set[str]:
    found: set[str] = set()
    for name in ("requirements", "services"):
        records = yaml.safe_load((SEED / f"taxonomy/{name}.yaml").read_text(encoding="utf-8"))[name]
        found |= {law for each in records for law in each["legal_basis"] or ()}
    return found


def test_every_law_of_the_seed_has_a_name():
    assert sorted(each for each in citations() if law_of(each) is None) == []


def test_a_name_in_chinese_is_chinese():
    for citation in citations():
        for language in (ZH_HANT, ZH_HANS):
            name = cited(citation, language).name
            assert has_han(name or citation)
            assert "(" not in name


@pytest.mark.parametrize(
    ("citation", "name"),
    [
        ("Regulation (EU) 2017/745 Article 11", "歐盟醫療器材法規（MDR）"),
        (
            "Regulation (EU) 2017/745 and 2017/746, Article 11",
            "歐盟醫療器材法規與體外診斷醫療器材法規（MDR、IVDR）",
        ),
        (
            "Regulation (EC) No 1223/2009 as it applies in Great Britain, Article 4",
            "適用於大不列顛的化粧品法規",
        ),
        ("醫療器材管理法 Article 25", "臺灣《醫療器材管理法》"),
        ("ISO 134850", ""),
        ("Some other act, section 3", ""),
    ],
)
def test_the_longest_beginning_decides(citation, name):
    assert cited(citation, ZH_HANT).name == name


def test_a_citation_says_its_language():
    assert cited("醫療器材管理法 Article 25", EN).tag == "zh-Hant"
    assert cited("Ley General de Salud Articles 376, 194 bis", EN).tag == "es"
    assert cited("21 CFR 807.40", ZH_HANT).tag == "en"


def test_evidence_is_named_in_every_language():
    records = yaml.safe_load((SEED / "taxonomy/requirements.yaml").read_text(encoding="utf-8"))
    said = [proof["what"] for each in records["requirements"] for proof in each["evidence"]]
    assert said
    assert all(set(each) == {"en", "zh_Hant", "zh_Hans"} for each in said)
    assert all(has_han(each[slug]) for each in said for slug in ("zh_Hant", "zh_Hans"))
