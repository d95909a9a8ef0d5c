"""Who was displaced where and who returned where, round by round: master lists in, checked and versioned rounds out.

Knows places; must not know dashboards or how the warehouse stores what it is given.
"""
