"""Puts the services of the library into an installation: each one's to-be model runs as its pilot."""

from engine import SYSTEM, Deployment, Engine, deploy
from processes import Service

__all__ = ["deploy_library"]


def deploy_library(engine: Engine, services: tuple[Service, ...]) -> None:
    """Deploy every service's to-be model with its decisions and forms, and have its comparison computed.

    What is deployed or computed already stays as it is.
    """
    from webui.analyses import request_comparison

    for service in services:
        deployment = Deployment(
            service=service.key,
            model=service.to_be,
            model_name=f"{service.key}/to-be.bpmn",
            decisions=service.decisions,
            forms=service.forms,
        )
        deploy(engine, deployment, actor=SYSTEM)
        request_comparison(engine, service, actor=SYSTEM)
