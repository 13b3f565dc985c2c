/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.springai.test;

import java.util.Set;
import java.util.TreeSet;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

@Tag("once")
class ArchitectureTests {

	private static final String ROOT = "com.chatbotkit.springai.test";

	private final JavaClasses classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages(ROOT);

	@Test
	void everyPackageIsCheckedForNulls() {
		assertThat(this.classes.stream().map(JavaClass::getPackage).distinct())
			.allMatch((checked) -> checked.isAnnotatedWith(NullMarked.class));
	}

	@Test
	void packagesHaveNoCycles() {
		// The root package is a slice of its own only where the pattern begins above it.
		slices().matching("com.chatbotkit.(**)").should().beFreeOfCycles().check(this.classes);
	}

	@Test
	void theEmulatorNeedsNoSpring() {
		noClasses().that()
			.resideInAnyPackage(ROOT, ROOT + ".page", ROOT + ".record", ROOT + ".server")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "com.chatbotkit.springai", "com.chatbotkit.springai.api..",
					"com.chatbotkit.springai.autoconfigure..")
			.check(this.classes);
	}

	@Test
	void onlyTheseTypesArePublic() {
		Set<String> visible = new TreeSet<>();
		this.classes.that(DescribedPredicate.describe("top level", JavaClass::isTopLevelClass))
			.stream()
			.filter((type) -> type.getModifiers().contains(JavaModifier.PUBLIC))
			.forEach((type) -> visible.add(type.getName().substring(ROOT.length() + 1)));
		assertThat(visible).containsExactly(
				// Scripts
				"AfterToolCall", "BotScript", "ChatBotKitEmulator", "Fault", "ReceivedKey", "ReceivedRequest", "Reply",
				"Turn", "When",
				// Assertions
				"assertj.ChatBotKitAssertions", "assertj.EmulatorAssert", "assertj.ReceivedRequestAssert",
				// Development time
				"autoconfigure.ChatBotKitEmulatorAutoConfiguration", "autoconfigure.ChatBotKitEmulatorConfiguration",
				"autoconfigure.ChatBotKitEmulatorCustomizer",
				// For development time and for tests
				"autoconfigure.EmulatedBots", "autoconfigure.EmulatorConnectionConfiguration",
				// Application contexts
				"context.AutoConfigureChatBotKit", "context.ChatBotKitTest",
				// JUnit
				"junit.EmulatedChatBotKit", "junit.RecordedChatBotKit",
				// For the emulator itself
				"page.EmulatorPage",
				// Recordings
				"record.ExchangeRecorder", "record.ExchangeReplayer", "record.RecordedEndpoint",
				"record.RecordingBuilder", "record.RecordingSession",
				// For the emulator and recordings
				"server.ConnectionCutException", "server.LocalAccess", "server.LocalServer",
				// Testcontainers
				"testcontainers.ChatBotKitContainer");
	}

}
