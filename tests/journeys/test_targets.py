"""Links that stand close together are large enough to be hit (WCAG 2.5.8)."""

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.journey, pytest.mark.demo]

LEAST = 24


def test_what_can_be_done_with_a_firm_of_the_shortlist_can_be_hit(page: Page) -> None:
    page.goto("/en/shortlist?firm=demo-dunlin&firm=demo-wenshan")
    links = page.locator(".shortlist td:last-child a").all()
    boxes = [box for box in (link.bounding_box() for link in links) if box]
    assert len(boxes) == 4
    assert min(box["height"] for box in boxes) >= LEAST
