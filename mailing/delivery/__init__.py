"""What carries a package to the shop: one archive, encrypted if need be, laid down whole in a folder or by SFTP."""

from mailing.delivery.handover import Handed, hand_over
from mailing.delivery.opening import open_place
from mailing.delivery.parcel import Bag, Parcel, forget, is_offered, packed
from mailing.delivery.place import Place

__all__ = ["Bag", "Handed", "Parcel", "Place", "forget", "hand_over", "is_offered", "open_place", "packed"]
