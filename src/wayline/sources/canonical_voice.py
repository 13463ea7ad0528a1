def voice_chunk(*a): raise NotImplementedError
