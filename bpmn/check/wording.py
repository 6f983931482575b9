"""How labels are worded: with a verb and its object, or as the name of a topic. English and Mongolian."""

import re
from collections.abc import Iterable

__all__ = ["is_mongolian", "names_a_topic"]

# Letters that Mongolian has and Russian has not.
_ONLY_MONGOLIAN = re.compile("[өү]", re.IGNORECASE)
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)

# A Mongolian verb stands last. Its dictionary form ends in a vowel and х (шалгах, илгээх, өгөх), a request in уу or үү
# after the verb (илгээнэ үү).
_MONGOLIAN_VERB = re.compile(r"(?:[аэиоуөүяеёыю]х|(?:на|нэ|но|нө)\s+(?:уу|үү))$")
_MONGOLIAN_NOUNS = frozenset({"бүх", "бөх", "их", "мах", "нөх", "сүх", "хөх", "шах"})

# Endings of nouns of action, which name a topic instead of telling what is done.
_ACTION = re.compile(r"(?:tion|sion|ment|ance|ence|ity|ing|[sv]al)s?$")
_NO_ACTION = frozenset(
    {
        *("activity", "condition", "information", "location", "population", "vacation", "entity", "community"),
        *("agreement", "apartment", "appointment", "building", "competence", "department", "document", "equipment"),
        *("filing", "government", "instrument", "parking", "position", "section", "station", "statement", "thing"),
        *("audience", "conference", "sentence", "evidence", "residence", "licence", "finance", "balance", "distance"),
        *("region", "version", "mission", "question", "option", "city", "facility", "university", "identity"),
        *("municipality", "authority", "entity", "quantity", "quality", "festival", "interval", "proposal"),
    }
)
# Endings of verbs and of words before them: accelerate, notify, configure, sent or delayed; manually.
_VERBAL = re.compile(r"(?:ate|ify|i[sz]e|ure|ed|ent)$")
_ADVERB = re.compile(r"ly$")
# Verbs that work in offices begins with, in their plain form; many of them end like nouns, or are nouns as well.
_VERBS = frozenset(
    re.findall(
        r"\w+",
        """
accept access acknowledge activate add address adjust advise agree allocate amend analyse analyze announce answer
appeal apply appoint appraise approve archive arrange ask assemble assess assign attach audit authorise authorize
begin bill book build buy calculate call cancel capture carry certify change charge check choose claim classify
clean clear close collect communicate compare compile complete compute conclude conduct confirm consider consult
contact convert copy correct count create credit deal decide declare decline define delete deliver deny deposit
describe design determine develop disburse discuss dispatch display distribute divide do document draft draw edit
email enable end enrol enroll ensure enter establish estimate evaluate examine exchange execute explain export
extend extract fetch file fill filter finalise finalize find finish fix forward fulfil fulfill generate get give
grant group handle hand hear hold identify implement import inform initiate input inspect install interview
investigate invite invoice issue keep label leave let list load lock log look mail maintain make manage mark match
measure mediate meet mention merge modify monitor move negotiate note notify number obtain offer open order organise
organize pack park pass pay perform pick place plan post prepare present price print process procure produce promote
propose provide publish purchase put question rate reach read receive recommend reconcile record redirect refer
refund refuse register reject release remind remove renew repair repeat replace reply report request research
reserve resolve respond restore retrieve return reverse review revise revoke run save scan schedule score search
select sell send separate serve set settle ship show sign sort specify start state stop store study submit suggest
supply suspend take tell terminate test throw track train transfer transform translate transmit transport try turn type
undo update upload use validate value verify view visit wait warn weigh withdraw work wrap write
        """,
    )
)


def is_mongolian(labels: Iterable[str]) -> bool:
    """Return whether the Cyrillic among some labels is Mongolian: one letter that Russian has not is enough.

    >>> is_mongolian(["Шалгах", "Өргөдөл"]), is_mongolian(["Проверка"])
    (True, False)
    """
    return any(_ONLY_MONGOLIAN.search(label) for label in labels)


def names_a_topic(label: str, *, is_in_mongolian: bool) -> bool:
    """Return whether a label names a topic instead of telling what is done; False where the words do not tell.

    Args:
        label: The label of an activity.
        is_in_mongolian: Whether Cyrillic letters are Mongolian.

    Source: Mendling, Reijers, Recker (2010), Activity labeling in process modeling: verb-object style is understood
    best, action-noun style worse.

    >>> names_a_topic("Application verification", is_in_mongolian=False)
    True
    >>> names_a_topic("Verify application", is_in_mongolian=False)
    False
    >>> names_a_topic("Өргөдлийн шалгалт", is_in_mongolian=True)
    True
    >>> names_a_topic("Өргөдөл шалгах", is_in_mongolian=True)
    False
    """
    plain = label.strip().rstrip(".?!:").casefold()
    if _CYRILLIC.search(plain):
        return is_in_mongolian and not _is_mongolian_verb(plain)
    words = re.findall(r"[a-z]+", plain)
    while len(words) > 1 and _ADVERB.search(words[0]):
        words.pop(0)
    if not words or words[0] in _VERBS or (len(words) > 1 and _VERBAL.search(words[0])):
        return False
    # "Verification of papers" names the topic first, "application verification" last.
    return _is_action(words[0] if "of" in words else words[-1])


def _is_mongolian_verb(label: str) -> bool:
    return bool(_MONGOLIAN_VERB.search(label)) and label.rsplit(maxsplit=1)[-1] not in _MONGOLIAN_NOUNS


def _is_action(word: str) -> bool:
    return word not in _NO_ACTION and bool(_ACTION.search(word))
