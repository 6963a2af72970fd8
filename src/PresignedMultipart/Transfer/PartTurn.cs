namespace PresignedMultipart.Transfer;

/// <summary>The right of an upload's parts to be on the way: as many as the gate lets through, and none while the upload is paused.</summary>
internal sealed class PartTurn(TransferGate gate, UploadControl control)
{
    public async ValueTask TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // Outside the gate, so that a paused upload takes no room from others.
            await control.WaitAsync(cancellationToken).ConfigureAwait(false);
            await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
            if (control.TryBegin())
            {
                return;
            }

            gate.Leave();
        }
    }

    public void GiveBack()
    {
        gate.Leave();
        control.End();
    }
}
