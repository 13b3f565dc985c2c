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

package com.chatbotkit.springai;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The client's packages have no cycles, the lower ones do not know the upper ones, and
 * few types are public.
 */
@Tag("once")
class ArchitectureTests {

	private static final String ROOT = "com.chatbotkit.springai";

	private static final JavaClasses classes = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.withImportOption((location) -> location.contains("com/chatbotkit/springai"))
		.importPackages(ROOT);

	@Test
	void everyPackageIsCheckedForNulls() {
		assertThat(classes.stream().map(JavaClass::getPackage).distinct())
			.allMatch((checked) -> checked.isAnnotatedWith(NullMarked.class));
	}

	@Test
	void packagesHaveNoCycles() {
		// The root package is a slice of its own only where the pattern begins above it.
		slices().matching("com.chatbotkit.(**)").should().beFreeOfCycles().check(classes);
	}

	@Test
	void theWireSideDoesNotKnowTheModelSide() {
		noClasses().that()
			.resideInAPackage(ROOT + ".api..")
			.should()
			.dependOnClassesThat(DescribedPredicate.describe("are of the model side",
					(JavaClass type) -> type.getPackageName().startsWith(ROOT)
							&& !type.getPackageName().startsWith(ROOT + ".api")))
			.check(classes);
	}

	@ParameterizedTest
	@ValueSource(strings = { "api.netty", "api.reactive", "api.sse", "api.log", "schema" })
	void theLowestPackagesKnowNoOthers(String name) {
		noClasses().that()
			.resideInAPackage(ROOT + "." + name)
			.should()
			.dependOnClassesThat(DescribedPredicate.describe("are in other packages of the client",
					(JavaClass type) -> type.getPackageName().startsWith(ROOT)
							&& !type.getPackageName().equals(ROOT + "." + name)))
			.check(classes);
	}

	@Test
	void theWireSideDoesNotKnowSpringAisChat() {
		noClasses().that()
			.resideInAPackage(ROOT + ".api..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.ai.chat..")
			.check(classes);
	}

	@Test
	void nothingDependsOnSpringBoot() {
		noClasses().should().dependOnClassesThat().resideInAPackage("org.springframework.boot..").check(classes);
	}

	@Test
	void onlyTheseTypesArePublic() {
		assertThat(classes.stream()
			.filter((type) -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
			.map((type) -> type.getName().substring(ROOT.length() + 1)))
			.containsExactlyInAnyOrder("agent.AgentToolCallback", "ChatBotKitAttributes", "ChatBotKitFallbackEvent",
					"ModelTag", "metrics.ChatBotKitMeterFilter", "metrics.ChatBotKitMeterObservationHandler",
					"schema.ToolSchema", "tool.AgentCallCounter", "tool.CheckedTool", "tool.DeclaredTools",
					"ChatBotKitChatModel", "ChatBotKitChatOptions", "ChatBotKitObservationEvent", "ChatBotKitTenant",
					"ChatBotKitTenantAccessor", "api.netty.AnswerGuard", "api.netty.ExpectedHead",
					"api.netty.IdleLimit", "api.ChatBotKitApi", "api.ChatBotKitApiBuilder",
					"api.ChatBotKitConnectionLimit", "api.netty.ConnectDeadline", "api.netty.NettyConnections",
					"api.ChatBotKitRequestException", "api.ChatBotKitFailure", "api.ChatBotKitLimits",
					"api.ChatBotKitNonTransientException", "api.ChatBotKitRetryEvent", "api.ChatBotKitRetryPolicy",
					"api.ChatBotKitSelector", "api.ChatBotKitTimeouts", "api.ChatBotKitTransientException",
					"api.ChatCompletion", "api.ChatCompletionRequest", "api.log.SecretSpellings", "api.log.VisibleText",
					"api.log.WireLog", "api.reactive.GuardedSubscriber", "api.sse.EventSplitter",
					"api.sse.EventStreamException");
	}

}
