"""What changes about persons, units and roles: one module for each, all said here."""

from paroffice.people.actions.accounts import change_person as change_person
from paroffice.people.actions.accounts import close as close
from paroffice.people.actions.accounts import drop_second_factors as drop_second_factors
from paroffice.people.actions.accounts import enrol as enrol
from paroffice.people.actions.accounts import reopen as reopen
from paroffice.people.actions.accounts import set_password as set_password
from paroffice.people.actions.grants import delegate as delegate
from paroffice.people.actions.grants import end_grant as end_grant
from paroffice.people.actions.grants import grant as grant
from paroffice.people.actions.grants import hand_over as hand_over
from paroffice.people.actions.grants import revoke as revoke
from paroffice.people.actions.units import add_unit as add_unit
from paroffice.people.actions.units import change_unit as change_unit
from paroffice.people.actions.units import end_unit as end_unit
from paroffice.people.actions.units import merge as merge
from paroffice.people.actions.units import rename as rename
from paroffice.people.actions.units import split as split
