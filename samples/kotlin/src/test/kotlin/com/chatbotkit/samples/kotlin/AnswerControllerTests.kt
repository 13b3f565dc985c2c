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

// tag::test[]
package com.chatbotkit.samples.kotlin

import com.chatbotkit.springai.test.ChatBotKitEmulator
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.springframework.beans.factory.annotation.Autowired
import org.springframework.boot.test.context.SpringBootTest

@SpringBootTest
@EmulatedChatBotKit
class AnswerControllerTests {

    @Test
    fun `streams an answer`(@Autowired controller: AnswerController, emulator: ChatBotKitEmulator) {
        emulator.any().whenever("opening hours").stream("Nine", " to", " five.")
        assertThat(controller.ask("What are your opening hours?").collectList().block())
            .containsExactly("Nine", " to", " five.")
    }

    @Test
    fun `calls a tool`(@Autowired controller: AnswerController, emulator: ChatBotKitEmulator) {
        emulator.any().whenOffered("orderStatus").call("orderStatus", mapOf("number" to "A-1042"))
            .thenReply("It is on its way.")
        assertThat(controller.ask("Where is A-1042?").collectList().block()?.joinToString("")).isEqualTo("It is on its way.")
    }

    @Test
    fun `answers with a data class`(@Autowired controller: AnswerController, emulator: ChatBotKitEmulator) {
        emulator.any().reply("""{"name": "Col Climber"}""")
        assertThat(controller.recommend("a hilly town")).isEqualTo(Bicycle("Col Climber"))
    }

}
// end::test[]
