"""The one exception whose message is written for the person at the keyboard."""


class UserError(Exception):
    """Something the user can put right.

    The message names the thing, what was got, what was expected and what to do; the tasks print it without a traceback and
    exit with status 1.
    """
