namespace PresignedMultipart.Remote.Calls;

/// <summary>One call of the back end: what it is, and how it may be repeated. Travels with the request, because handlers decide by it.</summary>
/// <param name="name">In S3's word, for example <c>CompleteMultipartUpload</c>.</param>
/// <param name="target">What it is about.</param>
internal sealed class BackendCall(string name, UploadTarget target)
{
    public const string CompleteMultipartUpload = nameof(CompleteMultipartUpload);

    public static readonly HttpRequestOptionsKey<BackendCall> Option = new($"{nameof(PresignedMultipart)}.{nameof(BackendCall)}");

    public string Name { get; } = name;

    public UploadTarget Target { get; } = target;

    /// <summary>What it says to the back end and must not say to anybody else.</summary>
    public string? Secret { get; init; }

    /// <summary>Whether a 500 is an answer like a 400 and not worth another try.</summary>
    public bool Takes500ForRefusal { get; init; }

    /// <summary>Whether the back end promises that repeating it does no harm and is answered alike.</summary>
    public bool IsIdempotent { get; init; }

    /// <summary>How often it was sent, as far as the library sent it.</summary>
    public int Attempts { get; set; }

    /// <summary>Whether the last answer was a gateway's word for a refusal of the storage, which another try would meet again.</summary>
    public bool IsRefusedByStorage { get; set; }

    public bool IsCompletion => Name == CompleteMultipartUpload;

    public override string ToString() => $"{Name} of {Target}";
}
