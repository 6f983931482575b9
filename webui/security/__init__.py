"""Who may do what, and how the application keeps itself: accounts, sessions, headers, policy, throttles."""
