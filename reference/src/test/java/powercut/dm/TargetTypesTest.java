package powercut.dm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TargetTypesTest {
    @Test
    void typeIsFoundByItsName() throws TableException {
        FakeType fake = new FakeType("fake");
        assertThat(new TargetTypes(LinearTarget.TYPE, fake).get("fake")).isSameAs(fake);
    }

    @Test
    void laterOfTwoTypesWithOneNameCounts() throws TableException {
        FakeType defect = new FakeType("linear");
        assertThat(new TargetTypes(LinearTarget.TYPE, defect).get("linear")).isSameAs(defect);
    }

    @Test
    void unknownNameIsAnsweredWithTheKnownOnesInOrder() {
        TargetTypes types = new TargetTypes(LinearTarget.TYPE, new FakeType("fake"));
        assertThatThrownBy(() -> types.get("lienar")).isInstanceOf(TableException.class)
                .hasMessage("unknown target type \"lienar\"; known are fake, linear");
    }
}
