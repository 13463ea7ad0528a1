"""Numbers in, an estimate or a refusal out: intervals, order statistics, survival. numpy and scipy only."""
