"""Small rules of security, each by itself."""

import pytest

from webui.portal.presenting import read_reference
from webui.security.addresses import local_address
from webui.security.passwords import hash_password, password_fault
from webui.security.throttle import Throttle


@pytest.mark.parametrize(
    "evil",
    ["", "//evil", "///evil", "/\\evil", "\\\\evil", "https://evil", "https:evil", "javascript:x", "/\tx", "desk"],
)
def test_only_paths_on_this_site_are_followed(evil: str) -> None:
    assert local_address(evil, otherwise="/home") == "/home"


def test_a_path_with_a_query_is_followed() -> None:
    assert local_address("/desk/?state=mine", otherwise="/") == "/desk/?state=mine"


@pytest.mark.parametrize("password", ["", "short", "aaaaaaaaaaaaaaaa", "x" * 201])
def test_weak_passwords_are_refused(password: str) -> None:
    assert password_fault(password) is not None


def test_a_long_password_will_do_and_is_never_hashed_alike() -> None:
    assert password_fault("нууц үг маань урт") is None
    assert hash_password("correct horse battery") != hash_password("correct horse battery")


def test_a_throttle_admits_a_burst_then_as_much_as_time_gives() -> None:
    now = [0.0]
    throttle = Throttle(6, clock=lambda: now[0])
    assert [throttle.admits("a") for _try in range(7)] == [True] * 6 + [False]
    assert throttle.admits("b")
    now[0] += 10
    assert throttle.admits("a")
    assert not throttle.admits("a")


@pytest.mark.parametrize("typed", ["abcdefghjkmnpqr", "ABCD-EFGH-JKMN-PQ-R", " abcd efgh jkmn pq r"])
def test_a_reference_is_understood_however_it_is_typed(typed: str) -> None:
    assert read_reference(typed) == "ABCD-EFGH-JKMN-PQ-R"
