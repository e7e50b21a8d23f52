"""Types of ties that last: an owner of 2021 may still own it; a payment of 2021 is over."""

from __future__ import annotations

from sociogram.graph.common.text import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LASTING = _words(
    """owns owner owners shareholder proprietor beneficiary holds holder controls controller leads leader
    heads head chairs chair chairman chairwoman runs manages manager director ceo cfo president member
    employs employee employer works partner adviser advisor advises trustee treasurer secretary minister
    mayor governor commander commands supervises supervisor represents lawyer solicitor attorney
    accountant auditor journalist editor reporter prosecutor judge officer belongs subsidiary parent
    landlord tenant leases married spouse wife husband brother sister sibling son daughter father mother
    cousin uncle aunt nephew niece relative related friend colleague neighbour neighbor knows bezit
    eigenaar aandeelhouder leidt leider bestuurt bestuurder directeur voorzitter lid werkt werknemer
    werkgever adviseur secretaris penningmeester burgemeester gehuwd getrouwd echtgenoot echtgenote
    broer zus zoon dochter vader moeder familie vriend vriendin collega posee propietario propietaria
    accionista controla dirige preside presidente presidenta miembro trabaja empleado empleada gerente
    asesor asesora abogado abogada alcalde alcaldesa casado casada esposo esposa hermano hermana hijo
    hija padre madre amigo amiga socio socia possede proprietaire actionnaire controle dirigeant membre
    travaille employe gerant conseiller avocat avocate maire marie mariee epoux epouse frere soeur fils
    fille pere mere ami amie associe besitzt eigentumer inhaber gesellschafter aktionar kontrolliert
    leitet leiter vorsitzender vorsitzende mitglied arbeitet mitarbeiter mitarbeiterin geschaftsfuhrer
    berater anwalt anwaltin burgermeister verheiratet ehemann ehefrau bruder schwester sohn tochter
    vater mutter freund freundin kollege kollegin"""
)
_CHANGES = _words(
    """former ex was were became becomes appointed elected named resigned retired left quit dismissed fired
    joined sold bought acquired founded met meets divorced voormalig oud werd benoemd gekozen ontslagen
    geweest antiguo antigua nombrado nombrada elegido elegida dimitio ancien ancienne nomme nommee elu
    elue ehemalig ehemaliger fruher fruherer ernannt gewahlt wurde war not never no niet nooit nunca ne
    pas jamais nicht nie kein pay pays paid payment payments sells sends sent calls called writes wrote
    invoice invoices gives gave gift gifts donates donated donation transfer transfers transferred
    awards awarded visits visited betaalt betaling verkoopt belt paga pago vende llama zahlt zahlung
    verkauft paie paiement vend appelle had hatte etait avait era tenia ehemals"""
)
"""Words of a change, a single deed, the past or a denial: the type does not hold from its date on."""
_SAYS_LITTLE = _words(
    """has is as role position function post job seat connected connection related relation relationship
    associated association affiliated affiliation linked link tie involved with to at in of heeft rol functie
    cargo tiene funcion fonction poste rolle funktion hat"""
)


def is_unspecific(type_name: str) -> bool:
    """Return whether a type leaves open how two actors are connected, so that a role has to say it.

    >>> is_unspecific("CONNECTED_TO"), is_unspecific("HAS_ROLE"), is_unspecific("PAID")
    (True, True, False)
    """
    return _SAYS_LITTLE.issuperset(fold(type_name.replace("_", " ")).split())


def lasts(text: str) -> bool:
    """Return whether a type or a role holds from its date on.

    >>> lasts("OWNS"), lasts("board member of"), lasts("paid"), lasts("appointed director of")
    (True, True, False, False)
    >>> lasts("PAYS_EMPLOYEE")
    False
    """
    words = fold(text.replace("_", " ").replace("-", " ")).split()
    return not _LASTING.isdisjoint(words) and _CHANGES.isdisjoint(words)
