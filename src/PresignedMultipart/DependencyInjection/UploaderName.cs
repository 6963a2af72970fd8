namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The name of an uploader that is registered, so that what all of them share can find their options.</summary>
internal sealed record UploaderName(string Name);
