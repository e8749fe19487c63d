package org.jftrace.bpf.image;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.Machine;
import org.jftrace.spi.arch.image.ImageFactory;
import org.jspecify.annotations.Nullable;

/**
 * The live images, and those that nobody is sent to any more but some task may still come back through. Under the lock of the
 * trampolines.
 */
final class ImageStore {
    private final Machine machine;
    private final ImageFactory factory;
    private final Map<LiveImage.Key, LiveImage> images = new HashMap<>();
    private final List<LiveImage> lingering = new ArrayList<>();

    ImageStore(Machine machine, ImageFactory factory) {
        this.machine = machine;
        this.factory = factory;
    }

    /** Returns an image for one more call site; {@link #drop} it afterwards. */
    LiveImage use(LiveImage.Key key) {
        LiveImage image = images.get(key);
        if (image == null) {
            image = new LiveImage(machine, factory, key);
            images.put(key, image);
        }
        image.users++;
        return image;
    }

    /** Has one call site more led to an image that is used already, or to none. */
    @Nullable
    LiveImage useToo(@Nullable LiveImage image) {
        if (image != null) {
            image.users++;
        }
        return image;
    }

    /** Takes one user off each image that is mentioned; what nobody uses any more lingers until it is reaped. */
    void drop(List<@Nullable LiveImage> mentioned) {
        for (LiveImage image : mentioned) {
            if (image != null && --image.users == 0) {
                images.remove(image.key());
                lingering.add(image);
            }
        }
    }

    /**
     * Frees the images that no task is in. Waits for those that are on their way in or out, so not to be called from within
     * a program; never for a function that sleeps.
     *
     * @return how many have to stay
     */
    int reap() {
        if (!lingering.isEmpty()) {
            await(lingering.stream().map(LiveImage::uncounted).toList());
            List<LiveImage> left =
                    lingering.stream().filter(image -> !image.isInUse()).toList();
            await(left.stream().map(LiveImage::code).toList());
            lingering.removeAll(left);
            left.forEach(LiveImage::free);
        }
        return lingering.size();
    }

    private void await(List<AddressRange> ranges) {
        if (!ranges.isEmpty()) {
            machine.awaitQuiescence(ranges);
        }
    }

    /** Counts the images that exist. */
    int size() {
        return images.size() + lingering.size();
    }
}
