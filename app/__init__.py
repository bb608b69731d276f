"""Local Regulatory Experts: who can act for a manufacturer in a market, and an answer from them.

Four doors speak to people and programs: ``public`` (manufacturers, no account), ``workspace`` (firms),
``desk`` (staff) and ``console`` (operators). The domain packages below them speak neither HTTP nor a
language of their own: ``taxonomy``, ``accounts``, ``directory``, ``articles``, ``classification``,
``enquiries``, ``matching`` and ``journal``. Mail leaves through ``notices`` and ``outbox`` alone, and
comes in through ``inbox``.

``factory.create_app`` plugs them together; ``reactions`` is the one table where parts meet.
Who may import whom is held by the contracts in ``pyproject.toml``.
"""
