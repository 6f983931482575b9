"""Decides whether a process can get stuck, run twice, never end, or hold activities that never run."""

from bpmn.soundness.game import Move, TokenGame
from bpmn.soundness.making import make_net
from bpmn.soundness.messages import Messages
from bpmn.soundness.net import Marking, Net, Transition
from bpmn.soundness.verdict import Soundness, check_soundness

__all__ = ["Marking", "Messages", "Move", "Net", "Soundness", "TokenGame", "Transition", "check_soundness", "make_net"]
