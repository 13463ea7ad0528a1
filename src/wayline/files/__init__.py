"""One module a map format, read and written: journey YAML, persona YAML. Text in, values out, and the way back."""
