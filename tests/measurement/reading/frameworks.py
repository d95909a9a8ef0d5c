"""Two small frameworks: one asked of key informants at locations, one asked of households."""

_ABOUT = """
[framework]
id = "{id}"
version = "1"
kind = "{kind}"
unit = "{unit}"
status = "ours"
source = {{ en = "Made for a test." }}
title = {{ en = "{title}" }}
purpose = {{ en = "To be read." }}

[[scale]]
code = "services"
title = {{ en = "Services" }}
"""

LOCATIONS = (
    _ABOUT.format(id="conditions", kind="index", unit="location", title="Conditions")
    + """
[[indicator]]
code = "water"
scale = "services"
title = { en = "Water", ar = "المياه", ckb = "ئاو" }
question = { en = "Who has enough water?", ar = "من لديه ما يكفي من الماء؟" }
kind = "ordinal"
answer = [
  { code = "all", label = { en = "All residents", ar = "جميع السكان", ckb = "هەموو دانیشتووان" }, value = 0 },
  { code = "some", label = { en = "Some residents", ar = "بعض السكان" }, value = 1 },
  { code = "none", label = { en = "None", ar = "لا أحد" }, value = 2 },
  { code = "dont_know", label = { en = "Don't know", ar = "لا أعرف" }, missing = "unknown" },
]

[[indicator]]
code = "jobs"
scale = "services"
title = { en = "Work" }
question = { en = "Who finds work?" }
kind = "ordinal"
answer = [
  { code = "1", label = { en = "All residents" }, value = 0 },
  { code = "2", label = { en = "Some residents" }, value = 1 },
  { code = "3", label = { en = "No resident" }, value = 2 },
  { code = "not_needed", label = { en = "Nobody looks for work" }, missing = "by_design" },
]

[[indicator]]
code = "destroyed"
scale = "services"
title = { en = "Destroyed homes" }
question = { en = "What share of homes is destroyed?" }
kind = "share"

[[indicator]]
code = "informants"
scale = "services"
title = { en = "Informants asked" }
question = { en = "How many informants were asked?" }
kind = "number"
goalposts = [0.0, 10.0]

[score]

[[category]]
code = "low"
title = { en = "Low" }
from = 0.0
colour = "low"

[outcome]
code = "returned"
title = { en = "Share that returned", ar = "نسبة العائدين" }
kind = "share"
"""
)

HOUSEHOLDS = (
    _ABOUT.format(id="progress", kind="progress", unit="household", title="Progress")
    + """
[[indicator]]
code = "food"
scale = "services"
title = { en = "Food" }
question = { en = "Did you have enough to eat?" }
kind = "ordinal"
answer = [
  { code = "yes", label = { en = "Yes", ar = "نعم" }, value = 1 },
  { code = "no", label = { en = "No", ar = "لا" }, value = 0 },
]
standard = { title = { en = "Enough to eat" }, source = "A test", met = ["yes"] }

[[indicator]]
code = "school"
scale = "services"
title = { en = "School" }
question = { en = "Do the children go to school?" }
kind = "ordinal"
missing = "by_design"
answer = [
  { code = "yes", label = { en = "Yes" }, value = 1 },
  { code = "no", label = { en = "No" }, value = 0 },
]
standard = { title = { en = "At school" }, source = "A test", met = ["yes"] }

[[indicator]]
code = "income"
scale = "services"
title = { en = "Income" }
question = { en = "What did you earn last month?" }
kind = "number"
standard = { title = { en = "Above the line" }, source = "A test", at_least = 100.0 }

[comparison]
populations = ["idp", "returnee", "stayee"]
comparators = ["stayee"]
"""
)
