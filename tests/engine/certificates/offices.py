"""An office that issues certificates, for tests: one small service, and what its cases leave."""

from engine import Engine, read_case, run_due_jobs
from tests.engine.small_services import START_END, deploy_small, flow, process, service_task, start_small

HEADERS = {
    "title": "Бүртгэлийн гэрчилгээ – {name}",
    "title.en": "Certificate of registration – {name}",
    "issuer": "Бүртгэлийн газар",
    "text": "{name} бүртгэгдсэн болно.",
    "public": "Нэр = {name}; Дугаар = {number}",
    "facts": "Хаяг = {address}",
    "groups": "registrar",
}
_HEADERS = "".join(f'<zeebe:header key="{name}" value="{value}"/>' for name, value in HEADERS.items())
CERTIFIED = process(
    START_END
    + service_task("Certify", "certificate", headers=f"<zeebe:taskHeaders>{_HEADERS}</zeebe:taskHeaders>")
    + flow("Start", "Certify", "End")
)


def issue(engine: Engine, *, key: str = "k", name: str = "Шинэ Үүр ХХК") -> tuple[str, str]:
    """Let a case get its certificate; returns the case's reference and the certificate's code."""
    deploy_small(engine, CERTIFIED)
    reference = start_small(engine, key=key, name=name, number="9123456", address="Улаанбаатар").reference
    run_due_jobs(engine, worker="w")
    return reference, str(read_case(engine, reference=reference).data["certificate_code"])
