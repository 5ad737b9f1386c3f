"""Who works when: 排班."""
