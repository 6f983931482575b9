"""The command `ortoo`: one file a command, none with a rule or a number of its own."""
