// What an embedder meets after `import Moderato`: the vocabulary, the pipeline, the use cases.
@_exported public import CommentFlow
@_exported public import CommentStore
@_exported public import ModerationModel
@_exported public import ModerationPipeline
@_exported public import RuleEngine
