using PresignedMultipart.Testing.Faults;

namespace PresignedMultipart.Testing;

/// <summary>
/// The faults a <see cref="S3TestServer"/> has been told to have. A sentence starts with an <c>On…</c> method, says which requests are meant and ends
/// with what happens to them: <c>s3.Faults.On(S3Operation.UploadPart).Part(3).Attempt(1).Answer(503, "SlowDown")</c>.
/// </summary>
/// <remarks>
/// Signatures are checked first: a request that S3 would refuse for its signature is refused for that and spends no rule.
/// Rules are asked in the order in which they were added, and all that match take effect together (a delay and a refusal, say). A request
/// has one outcome: of two rules that both decide it the first wins, and the other is not spent.
/// </remarks>
public sealed class S3Faults
{
    private readonly object _gate = new();
    private volatile S3FaultRule[] _rules = [];

    internal S3Faults()
    {
    }

    /// <summary>The rules that are in force, in the order in which they were added.</summary>
    public IReadOnlyList<S3FaultRule> Rules => _rules;

    /// <summary>Starts a sentence about one operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <returns>The sentence to go on with; nothing is in force until it ends with an effect.</returns>
    public S3FaultBuilder On(S3Operation operation) => new(this, operation);

    /// <summary>Starts a sentence about every operation, bar preflights.</summary>
    /// <returns>The sentence to go on with.</returns>
    public S3FaultBuilder OnAnyOperation() => new(this, operation: null);

    /// <summary>Takes all rules back. Requests that a rule holds up are not released by this.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _rules = [];
        }
    }

    internal void Add(S3FaultRule rule)
    {
        lock (_gate)
        {
            _rules = [.. _rules, rule];
        }
    }

    internal void Remove(S3FaultRule rule)
    {
        lock (_gate)
        {
            _rules = [.. _rules.Where(r => r != rule)];
        }
    }

    /// <summary>Asks the rules of one phase and adds what they do to the plan.</summary>
    /// <returns>The rules that struck.</returns>
    internal IReadOnlyList<S3FaultRule> Strike(S3TestRequest request, FaultPlan plan, bool beforeSignatureCheck)
    {
        List<S3FaultRule>? struck = null;
        foreach (S3FaultRule rule in _rules)
        {
            if (rule.BeforeSignatureCheck == beforeSignatureCheck && rule.TryStrike(request, plan))
            {
                (struck ??= []).Add(rule);
            }
        }

        return struck ?? [];
    }
}
