"""What a use case refuses, with the words for the user."""

from zuiqing_desk.rules.errors import RuleError

# A use case refuses for the same reasons and in the same shape as a rule does: a stable ASCII
# ``code`` and a Chinese ``message``.  One type, so that a screen needs one handler.
Refused = RuleError
