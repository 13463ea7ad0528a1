"""What must stand beside every contact window until an experiment has run: it says when, not that contact helps."""

NO_EXPERIMENT = "no experiment yet"
# printed in the study: https://doi.org/10.1509/jmr.13.0483
FIELD_EXPERIMENT = (
    "A window says when, not that contact helps: in a field experiment with 65,000 telecom customers 10.0 % of those contacted "
    "with a better plan left, against 6.4 % of those left alone (Ascarza, Iyengar and Schleicher 2016)."
)
