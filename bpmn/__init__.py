"""BPMN and DMN files and the expressions in them: read, check, understand, evaluate, draw, compare.

This room knows nothing of running process instances, statistics or the web.
"""
