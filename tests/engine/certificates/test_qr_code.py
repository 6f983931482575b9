"""The QR code of a certificate, read off the drawn page by a reader that knows nothing of how it was made."""

import pypdfium2
import pytest
import zxingcpp

from engine.certificates.typesetting import set_certificate
from engine.certificates.values import CertificatePage
from engine.testing import FakeClock

CODE = "7K2M-Q4TD-9XWA-3F-N"
PAGE = CertificatePage(
    title="Бүртгэлийн гэрчилгээ",
    language="mn",
    issuer="Бүртгэлийн газар",
    lines=("Шинэ Үүр ХХК бүртгэгдсэн болно.",) * 3,
    public=(("Дугаар", "9123456"),),
    facts=(("Хаяг", "Улаанбаатар, Сүхбаатар дүүрэг"),),
)


def read_codes(content: bytes, *, dots_per_inch: int) -> list[str]:
    """Draw the last page of a PDF in grey and return what the bar codes on it say."""
    document = pypdfium2.PdfDocument(content)
    try:
        page = document[len(document) - 1]
        drawn = page.render(scale=dots_per_inch / 72, grayscale=True).to_numpy()
        return [found.text for found in zxingcpp.read_barcodes(drawn.reshape(drawn.shape[:2]))]
    finally:
        document.close()


@pytest.mark.parametrize("dots_per_inch", [96, 150, 300])
@pytest.mark.parametrize(
    "address",
    ["https://ortoo.example.mn", "https://services.long-name-of-an-office.gov.example.mn/", "http://127.0.0.1:8000"],
)
def test_a_telephone_is_led_to_the_page_of_the_code(address: str, dots_per_inch: int) -> None:
    content = set_certificate(PAGE, code=CODE, issued_at=FakeClock().now(), public_address=address)
    assert read_codes(content, dots_per_inch=dots_per_inch) == [f"{address.rstrip('/')}/verify/{CODE}"]


def test_without_an_address_there_is_no_qr_code_that_leads_nowhere() -> None:
    content = set_certificate(PAGE, code=CODE, issued_at=FakeClock().now(), public_address="")
    assert read_codes(content, dots_per_inch=150) == []


def test_a_text_of_several_pages_keeps_its_code_in_one_piece() -> None:
    long = CertificatePage(title="Long", language="en", lines=("A line that goes on for a while. " * 6,) * 40)
    content = set_certificate(long, code=CODE, issued_at=FakeClock().now(), public_address="https://a.mn")
    assert read_codes(content, dots_per_inch=150) == [f"https://a.mn/verify/{CODE}"]
