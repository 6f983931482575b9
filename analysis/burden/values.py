"""The applicant's burden as values: per case, line by line, and a year."""

from dataclasses import dataclass

from bpmn.language import Text

__all__ = ["Burden", "BurdenLine", "BurdenParameter", "BurdenRange", "DocumentDemand", "FormDemand", "YearlyBurden"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BurdenLine:
    """One line of the Standard Cost Model: a quantity, and what it takes in time and money.

    Attributes:
        item: "application", "own-work", "visits", "contacts", "documents" or "fees".
        label: What it is, for people.
        quantity: How much of it there is in an average case: applications, hours of own work, visits, contacts,
            papers, fees paid.
        time_h: The applicant's hours it takes.
        time_cost: What these hours are worth.
        out_of_pocket: What is paid beside: fares, copies, fees.
        formula: How the line is computed, with its prices.
    """

    item: str
    label: Text
    quantity: float
    time_h: float
    time_cost: float
    out_of_pocket: float
    formula: Text

    @property
    def cost(self) -> float:
        """Time at its price and what is paid beside, in the scenario's currency."""
        return self.time_cost + self.out_of_pocket


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDemand:
    """A paper that an activity asks of the applicant.

    Attributes:
        name: What people call it.
        element: Id of the activity.
        quantity: How often it is asked for in an average case.
        held_by: The register that already holds what it says, "" for none.
        service: The register's service that would give it, "" where unknown.
        is_original: Whether the original or a notarised copy is asked for.
    """

    name: str
    element: str
    quantity: float
    held_by: str
    service: str
    is_original: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDemand:
    """A form that the applicant fills in.

    Attributes:
        form: The form's id.
        title: Its title, "" for none.
        element: Id of the activity or event that asks for it; None: the application itself.
        quantity: How often it is filled in, in an average case.
        questions: How many questions it asks.
        required: Of these, how many must be answered.
    """

    form: str
    title: str
    element: str | None
    quantity: float
    questions: int
    required: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BurdenParameter:
    """A parameter of the Standard Cost Model with its range and who said it.

    Attributes:
        path: Its place in the scenario ("burden.visit.time").
        label: What it is, for people.
        unit: "h", or the currency, or the currency an hour.
        low: The least it could be.
        mid: What is computed with.
        high: The most it could be.
        kind: "measured", "sourced" or "assumed"; "unsaid" where the scenario does not say where it comes from.
        source: Where it comes from, "" for nowhere.
    """

    path: str
    label: Text
    unit: str
    low: float
    mid: float
    high: float
    kind: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BurdenRange:
    """The burden of an average case with every parameter at one end of its range."""

    time_h: float
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyBurden:
    """The burden of all cases of a year: quantity of one case times the cases."""

    cases: float
    visits: float
    documents: float
    time_h: float
    fees: float
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Burden:
    """What an average case costs its applicant.

    Quantities are weighted by how often each activity is expected to happen in a case, so a loop counts as often as it
    is gone through and a rare branch counts little.

    Attributes:
        steps: Activities the applicant carries out, and the application itself where the scenario says what it takes.
        visits: Visits to an office.
        contacts: Other contacts with the office.
        documents: Papers asked for.
        documents_held_by_state: Of these, papers whose content a register of the state already holds.
        originals: Of these, originals and notarised copies.
        fees: Fees paid, in the scenario's currency.
        own_time_h: Hours of the applicant's own work on the activities.
        time_h: All hours: the application, own work, visits, contacts, obtaining papers.
        cost: Hours at the value of time, what is paid beside, and the fees.
        currency: ISO 4217 code.
        value_of_time_per_h: What an hour was taken to be worth.
        lines: The cost model's lines; their sums are `time_h` and `cost`.
        demands: Every paper asked for.
        yearly: The same for a year's cases; None where the scenario does not say how many there are.
        pages: Form pages the applicant fills in; None where no form is known (paper, or forms that were not given).
        questions: Questions these ask; None likewise.
        forms: Every form.
        parameters: What quantities are multiplied with, each with its range and source.
        low: Hours and money with every parameter at the low end of its range; None: not computed.
        high: The same at the high end.
    """

    steps: float
    visits: float
    contacts: float
    documents: float
    documents_held_by_state: float
    originals: float
    fees: float
    own_time_h: float
    time_h: float
    cost: float
    currency: str
    value_of_time_per_h: float
    lines: tuple[BurdenLine, ...]
    demands: tuple[DocumentDemand, ...]
    yearly: YearlyBurden | None
    pages: float | None = None
    questions: float | None = None
    forms: tuple[FormDemand, ...] = ()
    parameters: tuple[BurdenParameter, ...] = ()
    low: BurdenRange | None = None
    high: BurdenRange | None = None
