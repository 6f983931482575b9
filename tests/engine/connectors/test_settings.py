"""What an installation's `connectors.toml` says."""

from ipaddress import ip_network
from pathlib import Path

import pytest

from engine.connectors import ConnectorSettings, SettingsError, connectors, read_connector_settings
from engine.connectors.allowed_hosts import AllowedHost

WHOLE = """
public_address = "https://services.example.mn"

[registry]
origin = "http://127.0.0.1:8090"
networks = ["127.0.0.0/8"]

[[http.hosts]]
origin = "HTTPS://API.example.mn:443/ignored"

[[http.secrets]]
name = "tax"
origins = ["https://api.example.mn"]
prefix = "Bearer "
variable = "ORTOO_SECRET_TAX"

[[http.secrets]]
name = "filed"
origins = ["https://api.example.mn"]
header = "X-Key"
file = "key"

[mail]
sender = "Office <office@example.mn>"
host = "mail.example.mn"
user = "ortoo"
variable = "ORTOO_SECRET_MAIL"

[documents]
scan = ["scanner", "--quiet"]
"""
ENVIRONMENT = {"ORTOO_SECRET_TAX": "t0ken", "ORTOO_SECRET_MAIL": "p4ss"}


def read(home: Path, text: str) -> ConnectorSettings:
    (home / "connectors.toml").write_text(text, encoding="utf-8")
    return read_connector_settings(home, ENVIRONMENT)


def test_every_setting_is_read(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("k3y\n")
    settings = read(tmp_path, WHOLE)
    assert settings.hosts == (AllowedHost(origin="https://api.example.mn"),)
    assert settings.registry == AllowedHost(origin="http://127.0.0.1:8090", networks=(ip_network("127.0.0.0/8"),))
    assert settings.secrets["tax"].value == "Bearer t0ken"
    assert (settings.secrets["filed"].header, settings.secrets["filed"].value) == ("X-Key", "k3y")
    assert settings.mail is not None
    assert (settings.mail.password, settings.mail.security, settings.sender) == (
        "p4ss", "starttls", "Office <office@example.mn>"
    )  # fmt: skip
    assert settings.scan == ("scanner", "--quiet")
    assert not {"t0ken", "k3y", "p4ss"} & set(repr(settings).split('"'))
    assert {"http", "email", "certificate", "notify", "registry-lookup"} <= set(connectors(settings=settings))


def test_an_installation_that_says_nothing_speaks_to_nobody_and_keeps_its_letters(tmp_path: Path) -> None:
    settings = read_connector_settings(tmp_path, {})
    assert (settings.hosts, settings.registry, settings.mail) == ((), None, None)
    assert settings.outbox == tmp_path / "outbox"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[http", "cannot be read"),
        ("[htpp]", '"htpp" means nothing'),
        ("[[http.hosts]]", "'origin'|origin is missing"),
        ('[[http.hosts]]\norigin = "ftp://x"', "no address that can be asked"),
        ('[[http.hosts]]\norigin = "https://x"\nnetworks = ["10.0.0.1/8"]', "host bits"),
        ('[[http.hosts]]\norigin = "https://x"\nnetwork = []', '"network" means nothing'),
        ('[[http.secrets]]\nname = "x"\norigins = []\nvariable = "ORTOO_NOT_SET"', "is empty"),
        ('[[http.secrets]]\nname = "x"\norigins = []', "file is missing"),
        ('[[http.secrets]]\nname = "x"\norigins = []\nfile = "no-such"', "No such file"),
        ('[mail]\nhost = "x"\nsecurity = "some"', "none of tls"),
        ('[mail]\nhost = "x"\nuser = "u"\nvariable = "ORTOO_NOT_SET"', "is empty"),
        ("[documents]\nscan = 5", "not iterable"),
        ('public_address = "services.example.mn"', "no address like https://"),
        ('public_address = "https://"', "no address like https://"),
        ('public_address = "https://services.example.mn/?a=b"', "no address like https://"),
        ("http = 5", "cannot be used"),
        ("\x00", "cannot be read"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_file(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said) as caught:
        read(tmp_path, text)
    assert "connectors.toml" in str(caught.value)
    assert "connectors.toml" in caught.value.into("mn")
