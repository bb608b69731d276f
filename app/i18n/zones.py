"""The clock a company lives by, from the country it is in."""

from functools import cache

import pytz

#: Codes of ours that differ from ISO 3166-1.
_ISO = {"UK": "GB"}
#: Countries with several clocks, by that of their business; the zone database lists others first.
_BUSINESS = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CN": "Asia/Shanghai",
    "ID": "Asia/Jakarta",
    "KZ": "Asia/Almaty",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
}


@cache
def zone_of(country: str) -> str:
    """The IANA name of the country's clock; UTC for a place without one."""
    if country in _BUSINESS:
        return _BUSINESS[country]
    return pytz.country_timezones.get(_ISO.get(country, country), ["UTC"])[0]
