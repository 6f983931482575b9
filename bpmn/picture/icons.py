"""The small drawings in tasks, events and gateways, as SVG path data. BPMN 2.0.2 §10.3.3, §10.5.5, §10.6.

Task icons are on a grid from (0, 0) to (16, 16), event and gateway icons on one from (-10, -10) to (10, 10), markers on
one from (-7, -7) to (7, 7). All are drawn here anew.
"""

__all__ = ["EVENT_ICONS", "MARKERS", "TASK_ICONS"]

TASK_ICONS: dict[str, str] = {
    "userTask": "M8 1.5a3.2 3.2 0 1 0 .01 0zM1.5 15c0-3.8 2.6-5.3 6.5-5.3s6.5 1.5 6.5 5.3zM4.5 15v-2.2M11.5 15v-2.2",
    "manualTask": "M1 7.5L5.5 3h4.2c1 0 1 1.5 0 1.5H7M7 6h7.5c1 0 1 1.6 0 1.6H8.5M14 7.6c1 0 1 1.6 0 1.6H8.5M13 9.2"
    "c1 0 1 1.6 0 1.6H8.5M12 10.8c1 0 1 1.6 0 1.6H4.5L1 9.5z",
    "serviceTask": "M6.9 1.5h2.2l.4 1.9 1.5.6 1.6-1.1 1.5 1.5-1.1 1.6.6 1.5 1.9.4v2.2l-1.9.4-.6 1.5 1.1 1.6-1.5 1.5"
    "-1.6-1.1-1.5.6-.4 1.9H6.9l-.4-1.9-1.5-.6-1.6 1.1-1.5-1.5 1.1-1.6-.6-1.5-1.9-.4V7.9l1.9-.4.6-1.5-1.1-1.6"
    " 1.5-1.5 1.6 1.1 1.5-.6zM8 6.2a2.5 2.5 0 1 0 .01 0z",
    "scriptTask": "M4.5 1h9.5c-4.5 4 3 9-1.5 14H3c4.5-5-3-10 1.5-14zM5 4.5h5.5M5.5 7.5h5.5M7.5 10.5h5M6.5 13h5",
    "businessRuleTask": "M1 2.5h14v11H1zM1 6h14M1 9.8h14M5 6v7.5",
    "sendTask": "M1 3h14v10H1zM15 3L8 8.5 1 3",
    "receiveTask": "M1 3h14v10H1zM1 3l7 5.5L15 3",
}

EVENT_ICONS: dict[str, str] = {
    "message": "M-8-5.5H8V5.5H-8zM8-5.5L0 1-8-5.5",
    "timer": "M0-8.5a8.5 8.5 0 1 0 .01 0zM0-5.5V0L3.8 2.2M0-8.5v2M0 8.5v-2M-8.5 0h2M8.5 0h-2",
    "error": "M-7.5 7.5L-3.2-5.2 2.2 2.4 7.5-7.5 3.4 6-2.2-1.8z",
    "escalation": "M0-8L6.5 7.5 0 1.2-6.5 7.5z",
    "signal": "M0-8L8 6H-8z",
    "conditional": "M-6-8H6V8H-6zM-4-5H4M-4-1.7H4M-4 1.7H4M-4 5H4",
    "link": "M-8-3H1.5V-6.5L8 0 1.5 6.5V3H-8z",
    "compensate": "M-8.5 0L-.5-5.5V5.5zM-.5 0L7.5-5.5V5.5z",
    "cancel": "M-7.5-5.2L-5.2-7.5 0-2.3 5.2-7.5 7.5-5.2 2.3 0 7.5 5.2 5.2 7.5 0 2.3-5.2 7.5-7.5 5.2-2.3 0z",
    "terminate": "M0-8a8 8 0 1 0 .01 0z",
    "multiple": "M0-8L7.6-2.5 4.7 6.5H-4.7L-7.6-2.5z",
    "parallelMultiple": "M-2.5-8H2.5V-2.5H8V2.5H2.5V8H-2.5V2.5H-8V-2.5H-2.5z",
}

MARKERS: dict[str, str] = {
    "collapsed": "M-7-7H7V7H-7zM0-4V4M-4 0H4",
    "loop": "M-3.5 5.6A6 6 0 1 1 2.6 5.8M-3.5 5.6l-3.3.4M-3.5 5.6l.2-3.5",
    "parallel": "M-4.5-6V6M0-6V6M4.5-6V6",
    "sequential": "M-6-4.5H6M-6 0H6M-6 4.5H6",
    "compensation": "M-7 0L-.5-5V5zM-.5 0L6-5V5z",
    "ad-hoc": "M-7 2C-5-4-2.5-3 0 0S5 4 7-2",
}
