"""People's accounts: signing in, second factors, passwords, addresses, and where somebody is signed in."""

from app.web.account import address, codes, own, passkeys, reset, second_step, sign_up, signing
from app.web.account.blueprint import account
from app.web.account.invited import INVITATION_DAYS, invitation

__all__ = [
    "INVITATION_DAYS",
    "account",
    "address",
    "codes",
    "invitation",
    "own",
    "passkeys",
    "reset",
    "second_step",
    "sign_up",
    "signing",
]
