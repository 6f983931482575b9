"""A unit of work: every repository on one transaction."""

from sqlalchemy.orm import Session

from engine.store.access_tokens import AccessTokenStore
from engine.store.accounts import AccountStore
from engine.store.allowances import AllowanceStore
from engine.store.analyses import AnalysisStore
from engine.store.audit import AuditStore
from engine.store.audit_heads import AuditHeadStore
from engine.store.case_lists import CaseListStore
from engine.store.cases import CaseStore
from engine.store.certificates import CertificateStore
from engine.store.consistency import ConsistencyStore
from engine.store.definitions import DefinitionStore
from engine.store.documents import DocumentStore
from engine.store.drafts import DraftStore
from engine.store.external_tasks import ExternalTaskStore
from engine.store.group_notices import GroupNoticeStore
from engine.store.held_items import HeldItemStore
from engine.store.history import HistoryStore
from engine.store.inboxes import InboxStore
from engine.store.incidents import IncidentStore
from engine.store.jobs import JobStore
from engine.store.kept_messages import KeptMessageStore
from engine.store.keys import CommandKeyStore
from engine.store.measuring import MeasuringStore
from engine.store.models import ModelStore
from engine.store.notices import NoticeStore
from engine.store.once import once
from engine.store.retention import RetentionStore
from engine.store.sessions import SessionStore
from engine.store.starts import StartStore
from engine.store.subscriptions import SubscriptionStore
from engine.store.substitutions import SubstitutionStore
from engine.store.suspensions import SuspensionStore
from engine.store.transaction import Transaction
from engine.store.work_items import WorkItemStore
from engine.store.work_rules import WorkRulesStore

__all__ = ["Work"]


class Work:
    """One transaction, seen through its repositories; whoever opened it commits it, nothing below does."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    @property
    def _session(self) -> Session:
        return self._transaction.session

    @once
    def access_tokens(self) -> AccessTokenStore:
        """What programs may do here."""
        return AccessTokenStore(self._session)

    @once
    def accounts(self) -> AccountStore:
        """Who signs in."""
        return AccountStore(self._session)

    @once
    def allowances(self) -> AllowanceStore:
        """How often something may be done."""
        return AllowanceStore(self._session)

    @once
    def analyses(self) -> AnalysisStore:
        """Analyses that were asked for."""
        return AnalysisStore(self._session)

    @once
    def audit(self) -> AuditStore:
        """Who did what."""
        return AuditStore(self._transaction)

    @once
    def case_lists(self) -> CaseListStore:
        """Process instances, page by page."""
        return CaseListStore(self._session)

    @once
    def audit_heads(self) -> AuditHeadStore:
        """Who did what, as it is checked."""
        return AuditHeadStore(self._session)

    @once
    def cases(self) -> CaseStore:
        """Process instances."""
        return CaseStore(self._transaction)

    @once
    def certificates(self) -> CertificateStore:
        """The register of certificates."""
        return CertificateStore(self._session)

    @once
    def consistency(self) -> ConsistencyStore:
        """What must never be there together."""
        return ConsistencyStore(self._session)

    @once
    def definitions(self) -> DefinitionStore:
        """Deployed versions."""
        return DefinitionStore(self._transaction)

    @once
    def documents(self) -> DocumentStore:
        """Papers of applications and cases."""
        return DocumentStore(self._session)

    @once
    def drafts(self) -> DraftStore:
        """Applications being filled in."""
        return DraftStore(self._session)

    @once
    def external_tasks(self) -> ExternalTaskStore:
        """Service tasks that external workers do."""
        return ExternalTaskStore(self._transaction)

    @once
    def group_notices(self) -> GroupNoticeStore:
        """What groups of staff are told."""
        return GroupNoticeStore(self._session)

    @once
    def held_items(self) -> HeldItemStore:
        """What waits for people, taken hold of to be changed."""
        return HeldItemStore(self._transaction, self.cases, self.audit)

    @once
    def history(self) -> HistoryStore:
        """What happened in cases."""
        return HistoryStore(self._transaction)

    @once
    def incidents(self) -> IncidentStore:
        """What needs a person."""
        return IncidentStore(self._transaction)

    @once
    def jobs(self) -> JobStore:
        """What machines have to do."""
        return JobStore(self._transaction)

    @once
    def kept_messages(self) -> KeptMessageStore:
        """Messages that nobody waited for yet."""
        return KeptMessageStore(self._transaction)

    @once
    def keys(self) -> CommandKeyStore:
        """Commands carried out under their giver's key."""
        return CommandKeyStore(self._transaction)

    @once
    def measuring(self) -> MeasuringStore:
        """How many there are of each."""
        return MeasuringStore(self._session)

    @once
    def models(self) -> ModelStore:
        """Uploaded models."""
        return ModelStore(self._session)

    @once
    def notices(self) -> NoticeStore:
        """Messages to applicants."""
        return NoticeStore(self._transaction)

    @once
    def retention(self) -> RetentionStore:
        """How long personal data is kept."""
        return RetentionStore(self._session)

    @once
    def sessions(self) -> SessionStore:
        """Browsers' sessions."""
        return SessionStore(self._session)

    @once
    def starts(self) -> StartStore:
        """What starts cases."""
        return StartStore(self._session)

    @once
    def subscriptions(self) -> SubscriptionStore:
        """Messages and signals that cases wait for."""
        return SubscriptionStore(self._transaction)

    @once
    def substitutions(self) -> SubstitutionStore:
        """Who does absent people's work."""
        return SubstitutionStore(self._transaction)

    @once
    def suspensions(self) -> SuspensionStore:
        """What is suspended."""
        return SuspensionStore(self._transaction)

    @once
    def work_items(self) -> WorkItemStore:
        """What waits for people."""
        return WorkItemStore(self._transaction)

    @once
    def inboxes(self) -> InboxStore:
        """What waits for people, page by page."""
        return InboxStore(self._session)

    @once
    def work_rules(self) -> WorkRulesStore:
        """How services' work is measured."""
        return WorkRulesStore(self._transaction)
