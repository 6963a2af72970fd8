namespace PresignedMultipart.AspNetCore.Uploads;

/// <summary>A policy that is one decision.</summary>
internal sealed class DelegatePolicy(Func<UploadRequest, UploadDecision> decide) : IUploadPolicy
{
    public ValueTask<UploadDecision> DecideAsync(UploadRequest request, CancellationToken cancellationToken) => ValueTask.FromResult(decide(request));
}
