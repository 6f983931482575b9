"""Exact flow analysis: visits, times, costs, work and capacity without simulating."""

from analysis.flow.analysing import Flow, analyse_flow, overloads

__all__ = ["Flow", "analyse_flow", "overloads"]
