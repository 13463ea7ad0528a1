def people_chunk(*a): raise NotImplementedError
