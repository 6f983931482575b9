"""Exact flow analysis: visits, times, costs, work and capacity without simulating."""

from analysis.flow.analysing import analyse_flow, known_chances, overloads
from analysis.flow.values import Flow

__all__ = ["Flow", "analyse_flow", "known_chances", "overloads"]
